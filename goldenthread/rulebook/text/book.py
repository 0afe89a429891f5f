"""Every phrase of the lexicon in one book, with the classes of words that stand in its phrases."""

from __future__ import annotations

from goldenthread.rulebook.text import around
from goldenthread.rulebook.text.kin import CHILDREN, PARENTS
from goldenthread.rulebook.text.lexicon import PHRASES
from goldenthread.rulebook.text.phrases import Phrases
from goldenthread.rulebook.text.words import listed

_OWN = ("his", "her", "their", "my", "our", "its", "mum", "dad", "mother", "father", "parents", "@")
BOOK = Phrases(
    PHRASES,
    {
        "own": _OWN,
        "obj": ("her", "him", "them", "me", "mum", "mother", "dad", "us", "it", "@"),
        "subj": ("he", "she", "they", "@", "it"),
        "self": ("herself", "himself", "themselves", "themself", "myself", "yourself", "self"),
        "parent": (*PARENTS, "mums", "@"),
        "child": (*CHILDREN, "him", "her", "them", "@", "me", "brother", "sister"),
        "name": ("@",),
        "kid": (*CHILDREN, "me"),
        "africa": (
            "hargeisa",
            "somalia",
            "mali",
            "gambia",
            "sudan",
            "guinea",
            "egypt",
            "freetown",
            "kenya",
            "ethiopia",
            "africa",
        ),
        "harsh": ("fat", "useless", "stupid", "worthless", "thick", "ugly", "names", "evil", "mistake", "animals"),
        "alcohol": listed(
            "alcohol drink wine vodka cider beer lager spirits whisky whiskey gin booze rum brandy prosecco alcopops"
        ),
        "drug": listed(
            """
            drugs drug cannabis weed cocaine heroin crack ketamine amphetamine amphetamines mdma ecstasy spice skunk
            substances opiates opioids xanax diazepam valium benzodiazepines codeine tramadol pregabalin gabapentin
            mephedrone methadone subutex nitrous balloons coke marijuana hash hashish thc lsd acid mushrooms steroids
            solvents aerosols speed crystal_meth fentanyl nitazenes cannabinoids class_a ket mandy
            """
        ),
        "illness": listed(
            """
            depression anxiety ptsd bipolar psychosis schizophrenia eupd bpd ocd post_natal postnatal perinatal
            agoraphobia personality_disorder eating_disorder anorexia bulimia panic trauma paranoia delusions insomnia
            schizoaffective dissociation stress burnout mental_illness mental_health_difficulties low_mood
            """
        ),
        "disease": listed(
            """
            epilepsy asthma diabetes cancer leukaemia sclerosis parkinsons dementia alzheimers arthritis lupus hiv
            hepatitis copd fibrosis palsy dystrophy thalassaemia haemophilia crohns colitis coeliac eczema endometriosis
            fibromyalgia angina emphysema meningitis tuberculosis scoliosis hydrocephalus spina_bifida sickle_cell
            kidney_disease heart_disease heart_failure heart_defect heart_condition liver_disease kidney_failure
            brain_tumour brain_injury motor_neurone muscular_dystrophy cystic_fibrosis cerebral_palsy duchenne
            long_covid tb hearing_loss sight_loss visual_impairment hearing_impairment
            """
        ),
        "kin": ("mum", "mother", "dad", "father", "nan", "gran", "grandmother", "grandad", "grandfather", "parents"),
        "caring": ("caring", "care", "domestic", "household", "parental", "adult"),
        "overseas": around.OVERSEAS,
        "met": ("met", "she_met", "he_met", "they_met", "meeting", "talking_to", "messaging"),
        "twenties": ("19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "35", "40"),
    },
)
