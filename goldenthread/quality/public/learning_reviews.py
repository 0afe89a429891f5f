"""The door of learning reviews: record one, and enter what it found."""

from goldenthread.quality.operations.learning_reviews import ReviewSaid, enter_review_finding, record_review
from goldenthread.quality.queries.learning_reviews import ReviewShown, learning_reviews, review_shown

__all__ = ["ReviewSaid", "ReviewShown", "enter_review_finding", "learning_reviews", "record_review", "review_shown"]
