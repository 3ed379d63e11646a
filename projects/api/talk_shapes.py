"""The shapes of remarks, decisions and kept views. Rules live in the verbs."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from artists.models import User
from projects.models import Comment, Decision, Review, SavedView

PK_MAX = 2**63 - 1


@extend_schema_serializer(component_name="Mentionable")
class PersonSerializer(serializers.ModelSerializer[User]):
    """Somebody who can be named in a remark."""

    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "name"]


class CommentSerializer(serializers.ModelSerializer[Comment]):
    class Meta:
        model = Comment
        fields = [
            "id", "asset", "parent", "text", "at_s", "end_s", "mentions", "by", "guest", "at", "resolved_at",
            "resolved_by",
        ]  # fmt: skip
        read_only_fields = fields


class NewCommentSerializer(serializers.Serializer[Any]):
    """A remark; with `parent` an answer in that thread. People are named in the text (`@Name`) or by id."""

    text = serializers.CharField()
    at_s = serializers.FloatField(required=False, allow_null=True)
    end_s = serializers.FloatField(required=False, allow_null=True)
    parent = serializers.IntegerField(  # type: ignore[assignment]
        required=False, allow_null=True, min_value=1, max_value=PK_MAX
    )
    mentions = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=PK_MAX), required=False, max_length=50
    )


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """`open` as a verdict: the decision before was undone."""

    class Meta:
        model = Decision
        fields = ["id", "review", "verdict", "reason", "by", "at"]


class VerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.CharField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")
    quick = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=20)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why; an approval is only taken back with a reason."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


class ReviewSerializer(serializers.ModelSerializer[Review]):
    class Meta:
        model = Review
        fields = ["id", "project", "asset", "round", "state", "requested_by", "requested_at"]


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """A way of looking at the inbox, as the query of its address."""

    class Meta:
        model = SavedView
        fields = ["id", "name", "query"]
        extra_kwargs = {"query": {"required": False, "allow_blank": True}}
        validators: list[Any] = []
