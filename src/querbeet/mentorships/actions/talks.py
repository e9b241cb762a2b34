"""After the first talk: each says alone whether to go on. Two yes begin; whatever else ends with its time, and nobody
learns why.
"""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import texts
from querbeet.mentorships.actions import answers, moving, places
from querbeet.mentorships.enums import Answered, Event, Question, Reply
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules import answers as rules
from querbeet.mentorships.rules import lifecycle
from querbeet.notices import actions as notices


@transaction.atomic
def decide(*, mentorship: Mentorship, member: Member, fits: bool) -> Mentorship:
    """Say whether one would like to go on; it can be changed until all said yes or the time is over.

    Raises `NoLongerOpen`.
    """
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        rules.check_decide(mentorship, now)
        mine = Answer.objects.select_for_update().get(mentorship=mentorship, member=member, question=Question.FIT)
        mine.reply = Reply(lifecycle.FIT.after(mine.reply, Answered.YES if fits else Answered.NO))
        mine.answered_at = now
        mine.save(update_fields=["reply", "answered_at"])
        audit.record("answer talk", by=member, community=member.community_id, target=mentorship)
        if rules.all_yes(answers.replies(mentorship, Question.FIT)):
            agreed = mentorship.answers.filter(question=Question.FIT)
            agreed.update(reply=lifecycle.FIT.after(Reply.YES, Answered.ALL_YES))
            moving.move(mentorship, Event.ALL_FIT, by=member, now=now)
            others = [places.stub(one) for one in mentorship.partners.there() if one.member_id != member.pk]
            notices.tell_each(members=others, kind=texts.BEGUN, about=mentorship)
    return mentorship
