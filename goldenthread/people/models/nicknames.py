"""Names that stand for one another: short forms, and spellings too far apart for the sound to join them.

The list is our own, written for this product from names common in England. Each line is one group and begins with the
form that names it; a name may stand in several ("Alex"). Only given names are in it.
"""

from __future__ import annotations

from functools import cache

_GROUPS = """
abdullah abdallah abdulla
abigail abbie abby gail
adam addy
aisha ayesha aesha aishah ayisha
albert al bert bertie
alexander alex al sandy alec xander sasha lex alexei aleksander
alexandra alex sandra lexi sasha alexa lexie
alfred alf alfie fred freddie
alice ali allie alicia
alison ali allie
amanda mandy
amelia millie amy mila
amina aminah ameena
amir ameer
andrew andy drew andrei andrzej andre
anita ana
ann anne anna annie nan nancy hannah
anthony tony ant antony antonio anton
antonia toni tonia
aoife eefa eva
archibald archie
arthur art artie
barbara barb babs basia
beatrice bea trixie bee
benjamin ben benny benji binyamin
bernadette bernie
bethany beth
bogdan bob
bradley brad
bridget bridie biddy brid brigid
caoimhe keeva kweeva
carol caroline carrie caz carolyn
catherine cath cathy kate katie kat kitty katherine kathryn kay cat kathy katarzyna kasia ekaterina katya
charles charlie chaz chuck karol
charlotte charlie lottie lotte charley
chloe clo
christina tina chris chrissie krystyna christine kirsty
christopher chris kit topher kris krzysztof
ciara keira kiera kira keera
clare clara
cornelius con neil
daniel dan danny danyal daniyal
danielle dani
daud david dawood daoud dawud
david dave davy dai
deborah debbie deb debs
derek del
diana di diane
dominic dom dominik
donald don donny
dorothy dot dottie dolly
edward ed eddie ted teddy ned eduard
eleanor ellie nell nellie nora ella
elizabeth liz lizzie beth betty eliza elsie libby bess lisa betsy elspeth lily elisabeth elzbieta
ellen nell ellie
emily em emmy millie emilia
emma em emmy
eoghan owen eoin euan ewan
esther essie hester
eva eve evie ava
evelyn evie
fatima fatimah fatma fatemeh fathima
felicity flick fliss
florence flo florrie flossie
frances fran frankie fanny
francesca fran frankie chess
francis frank frankie franciszek
frederick fred freddie freddy
gabriel gabe
gabrielle gabby gaby gabriela
geoffrey geoff jeff jeffrey
george georgie jerzy georgi
georgina georgie gina georgia
gerald gerry ged
gillian gill jill
grace gracie
gregory greg grzegorz
gurpreet gurpreet preet
gwendolyn gwen wendy
hamza hamzah
harold harry hal
harriet harry hattie hatty
hassan hasan
helen nell ellie lena helena
henry harry hal hank henryk
hussain husain hussein hussien
hugh hughie hugo
ibrahim ebrahim abraham ebi ib
isaac ishaq zac
isabel isabelle izzy belle bella isabella isla
ishmael ismail esmail
jacob jake yaqub yakub jakub
jacqueline jackie jacqui
james jim jimmy jamie jem
jane janey janie
janet jan
jasmine jas jazz yasmin
jasper jazz
jennifer jen jenny jenna
jeremy jez jerry
jessica jess jessie
joan joanie
joanna jo joanne joan
john jack johnny jon ian sean jan
jonathan jon jonny nathan
jordan jordy
joseph joe joey jo yusuf yousef josef jozef
josephine jo josie
joshua josh
judith judy jude
julia julie jules juliet yulia
kenneth ken kenny
kevin kev
khadija khadeeja khadijah dija
kimberley kim
laura laurie lori
lawrence larry laurie laurence
leonard len lenny leo
leslie les
lewis louis lou lew
lillian lily lil
linda lindy lyn
louise lou lulu
lucas luke luca lukasz
lucy lu lucinda lucia
lydia lyddie
madeleine maddie maddy madison
magdalena magda lena
malgorzata gosia margaret
margaret maggie meg peggy madge greta daisy marge rita mags megan
maria mary mia maryam miriam mariam mia
mariam maryam miriam meryem
marjorie marj madge
mark marc marcus marek
martha mattie marty
martin marty marcin
mary molly polly may mamie moll
matilda tilly tilda mattie
matthew matt matty mateusz matteo
maureen mo maura
maxwell max maximilian maksymilian
michael mike mick mickey mikey micky michal mikhail micheal
michelle shell chelle
mildred millie
mohammed mo mohamed muhammad mohammad muhammed mahmud mahmood mehmet mohd md mohamud mahomed
monica mo
mustafa mostafa
nadia nadya
natalie nat natalia
natasha tasha nat
nathaniel nat nathan nate
niamh neve neeve nieve
nicholas nick nicky nico mikolaj nikolai
nicola nicky nikki
nigel nige
noor nur nour
olivia liv livvy ollie
oliver ollie olly
oscar ozzie
pamela pam
patricia pat tricia trish patsy paddy
patrick pat paddy rick
paul pavel pawel
pauline paula
penelope penny
peter pete piotr petr
philip phil pip
phillippa pip pippa philippa
piotr peter
rachel rach rachael raquel
rajinder raj
rebecca becky becca bex
reginald reg reggie
richard rick dick rich richie ricky dicky
robert bob rob bobby robbie bert robin
roderick rod roddy
roger rodge
roisin rosheen
ronald ron ronnie
rosemary rose rosie
roxanne roxy
ruqayyah rukaya rukayah ruqaya
russell russ
rosalind roz ros
safiya safia sophia
salma selma
samantha sam sammy
samir sameer
samuel sam sammy
sandra sandy
saoirse seersha sersha
sarah sally sadie sara
sean shaun shawn shane
sebastian seb bas bastian
sharon shaz
sian shan
sidney sid
silvia sylvia
simon si
sinead shinade
siobhan shivaun chevonne shivon shevaun
sophia sophie zofia sofia
stacey stace stacy anastasia
stanislaw stan staszek
stanley stan
stephanie steph stevie
stephen steve steven stevie ste stefan szczepan
susan sue susie suzie suzanne susanna
sulaiman suleman solomon
tabitha tabby
tadhg tige teague
tamara tammy
terence terry tel
teresa terri tess tessa theresa therese tracy
theodore theo ted teddy
thomas tom tommy tomasz
timothy tim timmy
tobias toby
ursula ula
valerie val
vanessa nessa
veronica ronnie vera
victor vic viktor
victoria vicky tori vicki vikki
vincent vince vinny
virginia ginny
walter wally walt
wilfred wilf fred
william bill will billy willy liam wills
winifred winnie freda
wojciech wojtek
yahya yehia john
yasmin yasmine jasmin
yusuf youssef yousuf yusef joe joseph
zachary zac zack zak zachariah zakariya zakaria
zahra zara zarah zahraa sarah
zainab zaynab zeinab
zoe zoey
"""


@cache
def groups_of(word: str) -> frozenset[str]:
    """The groups a given name stands in, each called by its first form; empty for a name that stands alone.

    `word` is lower case and in our letters, as `spelling.words` gives it.
    """
    return _by_name().get(word, frozenset())


def stands_for(one: str, other: str) -> bool:
    """Whether two given names are forms of one name."""
    return one != other and not groups_of(one).isdisjoint(groups_of(other))


@cache
def _by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        first, *_ = names = line.split()
        for name in names:
            found.setdefault(name, set()).add(first)
    return {name: frozenset(groups) for name, groups in found.items()}
