from django.urls import path

from cultivation.portal.messages.listing import OpenMessage, OwnMessages

urlpatterns = [
    path("messages/", OwnMessages.as_view(), name="messages"),
    path("messages/<int:pk>/", OpenMessage.as_view(), name="message"),
]
