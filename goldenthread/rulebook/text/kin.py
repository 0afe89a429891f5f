"""The words for people: kin, children, partners, professionals, and what tells a name from another word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from goldenthread.rulebook.text.words import listed

SHE, HE = "f", "m"

MOTHERS = listed("mum mother mother-in-law stepmum stepmother")
FATHERS = listed("dad daddy father stepdad stepfather")
PARENTS = MOTHERS | FATHERS | listed("parent parents carer carers husband wife couple stepparent stepparents")
CHILDREN = listed(
    """
    child children baby babies son sons daughter daughters twin twins boy boys girl girls infant toddler newborn
    teenager teenagers pupil unborn kids kid yp siblings childs childrens
    """
)
OTHERS_SHE = listed(
    """
    nan nana nanna gran granny grandma grandmother aunt auntie aunty sister stepsister half-sister nanny
    """
)
OTHERS_HE = listed(
    """
    grandad granddad grandfather grandpa uncle brother stepbrother half-brother lodger brothers
    """
)
OTHERS = OTHERS_SHE | OTHERS_HE | listed("cousin cousins sibling grandparent grandparents tenant sisters")
KIN = PARENTS | OTHERS
YOUNG_RELATIVES = listed(
    """
    brother brothers sister sisters sibling siblings cousin cousins stepbrother stepsister half-brother
    """
)
GROWN_RELATIVES = OTHERS - YOUNG_RELATIVES
PROFESSIONALS = listed(
    """
    teacher teachers school schools gp doctor doctors midwife nurse police officer officers paediatrician
    consultant dentist psychiatrist counsellor worker workers social-worker tutor ta sw hv fsw senco dsl head
    referrer caller reporter interviewer camhs hospital nursery college agency ambulance paramedics professional
    professionals pastor neighbours neighbour landlord court judge solicitor adviser coach priest imam we i lado
    iro psychologist therapist optician probation staff
    """
)
OUTSIDERS = listed("friend friends mate mates peer peers classmate classmates stranger")
PARTNERS = listed("partner boyfriend girlfriend ex ex-partner fiance")
SHES = MOTHERS | OTHERS_SHE | listed("daughter girl girls wife daughters girlfriend")
HES = FATHERS | OTHERS_HE | listed("son boy boys husband sons boyfriend man men")
MEN = listed("man men male males adult adults lad lads someone woman bloke guy offender")
PRONOUNS: Mapping[str, str | None] = {
    "she": SHE,
    "her": SHE,
    "hers": SHE,
    "herself": SHE,
    "he": HE,
    "him": HE,
    "his": HE,
    "himself": HE,
    "they": None,
    "them": None,
    "their": None,
    "themselves": None,
}
TITLES = listed("mr mrs ms miss dr pc prof sir nurse sister sgt dc")
# Words that begin a sentence with a capital, or carry one anywhere, and name nobody.
NOBODY = listed(
    """
    a about above abuse after again against alcohol all although an and another any anyone are as asked at
    attendance be because been before being below between both but by can child children concerns considered could
    current currently denies denied did do does domestic drug drugs during each england english even every
    everyone evidence family following for from further gang gcp half has have having he health hence her here him
    his historic history home house how however if in initial is it its january february march april may june july
    august september october november december just last later like many mental monday tuesday wednesday thursday
    friday saturday sunday more most mother much my neither never next no nobody none nor not nothing now of off
    on once one only or other our out over own parents past people physical physically police practitioners
    previous previously professionals professional referral referred reports return risk rumours school sexual she
    should since so social some somebody someone still strengths substance such suspected that the their them then
    there these they this those though three through to two uasc under until up very visited was we were what when
    where whether which while who whose why will with without worries would year yes yesterday you your camhs gp
    cse cce uk us nrm iro lado marac mash tac taf cin cp snapchat instagram tiktok facebook whatsapp christmas
    easter bst gmt a&e ae ehcp send adhd asd fgm dka eupd ptsd ms class audi bmw overall worried recently today
    tonight tomorrow staff neighbours neighbour anonymous caller drinking harmful inappropriate unexplained drink
    paraphernalia allegation allegations section act team children's freedom programme triple youth justice
    service services british transport so-called twins toxicology tests given known well baby older younger elder
    adult uncle aunt grandad nan gran grandma grandmother grandfather dads mums
    duchenne baba amma abbu ammi mama papa
    down downs crohns parkinsons alzheimers aspergers crohn parkinson alzheimer asperger huntington hodgkin
    huntingtons tourettes
    afghanistan albania eritrea iran
    iraq vietnam nigeria ghana somalia sudan syria gambia ethiopia india pakistan poland romania dover kent london
    hull leeds manchester birmingham liverpool accra dubai scotland wales ireland brownies scouts cubs rainbows
    xanax valium diazepam ketamine cannabis cocaine heroin crack weed spice mdma methadone subutex pregabalin sertraline
    fluoxetine citalopram lithium nitrous oxide makaton bsl intel intelligence young unborn baby marac dash idva merlin
    women's womens aid freedom programme core asylum home office education health care plan leaving camhs yot yjs
    mondays tuesdays wednesdays thursdays fridays saturdays sundays
    mon tue tues wed weds thur thurs fri sat sun
    vodka boxing day ofsted nhs phq cafcass probation step ran went says said told found seen came reported
    described discloses disclosed witnessed heard saw felt
    """
)
GRANDADS = listed("pop pops gramps")  # with a capital; else it is a drink, or a sound
NO_NAMES = (
    PARENTS | CHILDREN | OTHERS | PROFESSIONALS | OUTSIDERS | PARTNERS | MEN | frozenset(PRONOUNS) | TITLES | GRANDADS
)
OWNED = PARTNERS | KIN | OUTSIDERS | CHILDREN
AGE = re.compile(r"^\d{1,2}$")
CHILD_SETTING = listed(
    """
    mates school nursery class teacher tutor college pupil homework lessons playground excluded gcse gcses year
    attendance camhs detention foster placement schools form carer carers
    """
)
AT_WORK = listed(
    "teacher tutor head senco social worker nurse form class rang noticed year school officer visited told"
)
DEEDS = listed(
    """
    told said came went took left found ran felt hit gets saw heard hid held wrote drew got sat kept began broke cut
    drank fell gave knew made met put rang slept spoke threw woke wore can could may would must never also
    """
)
OF_CHILDREN = listed(
    "protection services service social home homes centre hospital benefit maintenance ward safeguarding"
)
PLURAL = listed(
    "girls boys children twins parents kids babies sons daughters siblings brothers sisters carers teenagers"
)
TELLING = listed("says said tells told thinks thought reports reported believes states stated alleges alleged found")
CHILDS_OWN = KIN | listed("school teacher foster")
ADULT_SETTING = listed(
    """
    children kids baby tenancy job husband wife pregnant methadone midwife pickup gate marriage wages landlord
    twins son daughter sons daughters universal
    """
)
_SPELT = "five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
IN_WORDS: Mapping[str, int] = {word: age for age, word in enumerate(_SPELT.split(), start=5)}
BEFORE_A_PLACE = listed("in near outside at the from")
WITH = listed("with to for at by from near like")
GOES_ON = listed("was is has had gets got takes does says said feels felt cannot uses drinks smokes")
OF_AGE = listed("little small eldest oldest older youngest younger middle first new baby own")
GROWN_UP = listed("son daughter stepson stepdaughter eldest")
LETTERED = listed("section class category vitamin year group plan hep hepatitis type")
SPANS = listed("yo yr yrs year years month months week weeks mth mths")
PEOPLE = listed("person persons people man woman men women lady gentleman female male")
