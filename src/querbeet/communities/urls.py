"""Addresses of communities."""

from django.urls import path, re_path

from querbeet.communities.views import bounds, coordinating, joining, pictures, profile, stewarding

app_name = "communities"
urlpatterns = [
    path("join", joining.enter_code, name="join"),
    path("join/agreement", joining.enter, name="enter"),
    path("welcome", joining.welcome, name="welcome"),
    path("welcome/audiences", joining.who_sees, name="who-sees"),
    path("agreement", joining.agree, name="agreement"),
    path("me/profile", profile.edit, name="edit"),
    path("me/audiences", profile.audiences, name="audiences"),
    path("me/address", profile.address, name="address"),
    path("me/picture", pictures.mine, name="my-picture"),
    path("me/picture/removal", pictures.removal, name="picture-removal"),
    path("pictures/<uuid:pk>", pictures.picture, name="picture"),
    path("me/blocks", bounds.blocks, name="blocks"),
    path("me/blocks/<uuid:pk>", bounds.unblock, name="unblock"),
    path("me/pause", bounds.pause, name="pause"),
    path("people/<slug:key>/block", bounds.block, name="block"),
    path("community", coordinating.community, name="community"),
    path("community/settings", coordinating.settings, name="settings"),
    path("community/agreement", coordinating.agreement, name="publish"),
    path("community/invitations", coordinating.invitations, name="invitations"),
    path("community/invitations/<uuid:pk>", coordinating.revoke, name="revoke"),
    path("community/people", coordinating.people, name="people"),
    re_path(r"^community/people/(?P<key>[\w]+)/(?P<role>coordinator|steward)$", coordinating.role, name="role"),
    path("stewards", stewarding.stewarding, name="stewarding"),
    path("stewards/<uuid:pk>", stewarding.suspension, name="suspension"),
]
