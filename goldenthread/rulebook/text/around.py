"""Words around a phrase that settle which of two factors it speaks of, or that it speaks of neither."""

from __future__ import annotations

from goldenthread.rulebook.text.words import listed

OF_SEX = listed("sex sexual sexually boyfriend hotel naked nude")
ROMANCE = listed("relationship boyfriend girlfriend partner dating")
OWN_APPOINTMENTS = listed(
    "keyworker probation recovery counselling psychiatrist psychiatric jobcentre solicitor drug alcohol"
)
FOUND = listed("found finds discovered seized")
STREET = listed("heroin cocaine crack fentanyl opiates")
COUPLES = listed("husband wife partner marriage")
GROWN = listed(
    """
    children kids baby toddler twins boys girls son daughter sons daughters husband wife partner pregnant
    pregnancy midwife methadone work job nursery mum mother dad father parent parents nan
    """
)
NO_MATTER = listed("3S 3W 3P EX OM GR 17V")  # meanings that speak of no one matter by themselves
OF_CRIME = listed(
    """
    cash phones train tickets ticket drugs drug gang gangs weapons weapon knife knives packages
    county crack heroin dealing debt
    """
)
OF_DEALING = listed(
    """
    cash phones train gang gangs dealing deal supply county debt cuckooed criminally criminal exploited exploitation
    wraps scales weapons weapon carry deliver sell selling groomed olders packages cce
    """
)
OF_GIFTS = listed("gifts presents jewellery nails vapes alcohol vodka party parties love placement cars car")
OF_ASSAULT = listed("partner husband boyfriend ex charges assault assaulted assaulting minimised violence")
CHILDS_ALONE = listed("10A 13A 14A 24A")
SOFT = listed("milk water juice tea coffee squash formula fluids pop smoothies lemonade cola")
OTHER_MARKS = listed("ligature needle stretch track chalk question birth")
FETCHING = listed(
    "collect collecting collected pick picking picked fetch fetching drop dropping dropped bring bringing"
)
THOUGHTS = listed("thoughts thought nightmares dreams dreamt fears fear worry worries")
OWN_DOING = listed("15A 14A 10A 7A 11A OM 24A")
# What stands against a denial, by the group that was denied.
AGAINST = {
    "1": listed("smell smelt smelled smelling bottles cans drunk breath intoxicated unsteady slurring positive"),
    "2": listed("positive cannabis paraphernalia wraps needles foil smell powder"),
    "3": listed("bruises bruise bruising injuries injury footage marks police saw seen neighbours heard scared"),
    "16": listed("dirty hungry smell photographs empty same wet soaked"),
    "18": listed("bruises bruise bruising marks injuries injury fracture medical saw seen"),
    "15": listed("cuts scars marks blood blade"),
    "19": listed("medical infection pictures disclosed messages"),
    "11": listed("gifts phone car men seen messages hotel"),
}
SAID_OUTRIGHT = listed("1 2 2F 19 19B 15A 13A 22A 6")
PUPILS = listed("pupil pupils resident residents peer peers classmate classmates student students")
NOT_OF_A_PARTNER = listed("sexual physical emotional child sexually emotionally")
BLADES = listed("knife knives weapon weapons machete blade")
SMALL = listed("children childrens baby babies toddler infant newborn twins unborn kids boys girls siblings")
LITTLE_ONES = listed("children kids twins baby toddler newborn infant")
AT_SCHOOL = listed("school college exclusion excluded suspended blazer lessons playground")
SOME = listed("two three four some older other bigger of those the")
SEXUAL_OFFENCE = listed("indecent sexual sexually rape")
OF_A_PARENT = listed("parental maternal paternal")
OF_THE_FAMILY = listed("son daughter stepson stepdaughter brother sister mother father")
PLIED = listed("given supplied plied offered sold")
HEAD = listed("lip nose jaw cheek cheekbone eye")
WHAT_IS_HATED = listed("the it him her them being to that")
STRANGERS = listed("shopkeeper shopkeepers neighbour neighbours teacher teachers staff officer officers pupils driver")
DRINKS = listed(
    "necking necked necks drinking drank drunk swigging swigs downing downs downed stealing stole taking took"
)
AS_THEY_ARE = listed("permission consent telling warning reason authority authorisation explanation supervision")
LIVING = listed(
    """
    live lives living lived stay stays staying stayed placed lodge lodges lodging boards boarding foster fostered
    fostering privately moved host keep sleeping slept house home weeks months brought raised looked pays care cared
    caring carer arrangement
    """
)
OWNS_UP = listed("admitted admits confessed confided disclosed")
EQUALS = listed("siblings brothers sisters children cousins boys girls pupils peers brother sister")
OF_THE_HOME = listed(
    """
    domestic dv da violence violent abuse abusive abused mum mother dad father parents home partner stepdad boyfriend
    ex coercive controlling he him marac idva refuge
    """
)
NONE = listed("no not never nothing none neither nobody")
CONCEDING = listed("although though while whilst despite")
# What stands against any denial.
EVIDENCE = listed(
    """
    found saw seen heard reported reports positive disclosed witnessed observed noticed noted admitted described police
    evidence shows showed confirmed told neighbours neighbour footage smelt smelled smell injuries bruising marks mark
    """
)
OF_THE_YOUNG = listed(
    """
    school college mates placement camhs foster pupil lessons park peers tutor class yp yot detention teenager
    """
)
HOSTS = listed("friend boyfriend girlfriend coach neighbour teacher partner arrangement")
SWEETHEARTS = listed("boyfriend girlfriend ex")
COUPLE = listed("husband wife partner boyfriend girlfriend ex")
TELLS = listed(
    """
    said says told tells disclosed discloses reported reports found finds saw sees caught walked states stated
    described describes showed heard mentioned shared asked thinks believes drew
    """
)
STUDIES = listed(
    """
    term terms language college boarder boarding boards academy apprenticeship course conservatoire ballet scholarship
    landlady
    """
)
OVERSEAS = listed(
    """
    ghana nigeria jamaica china india pakistan bangladesh romania poland vietnam accra lagos uganda kenya
    zimbabwe cameroon congo japan japanese korea spain spanish france french italy italian germany german
    portugal brazil russia ukraine turkey lagos thailand malaysia hong_kong taiwan ethiopia senegal ivory mali
    hong kong america canada dubai philippines nepal gambia sierra leone
    osaka tokyo kyoto seoul beijing shanghai guangzhou taipei bangkok hanoi saigon jakarta manila delhi mumbai karachi
    lahore dhaka tehran kabul cairo nairobi kinshasa abuja kumasi harare johannesburg madrid barcelona paris berlin
    munich milan rome lisbon athens warsaw budapest prague kyiv moscow istanbul ankara brazzaville kampala
    """
)
