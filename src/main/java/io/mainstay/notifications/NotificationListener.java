package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import io.mainstay.messaging.Inbox;
import io.mainstay.messaging.Incoming;
import io.mainstay.messaging.Topology;
import io.mainstay.messaging.Worker;
import io.mainstay.notifications.Mails.Template;
import org.springframework.amqp.rabbit.annotation.RabbitListener;

/// Turns news into mails to send.
@Worker
class NotificationListener {

    private final Inbox inbox;
    private final Mails mails;

    NotificationListener(Inbox inbox, Mails mails) {
        this.inbox = inbox;
        this.mails = mails;
    }

    @RabbitListener(queues = Topology.NOTIFICATIONS)
    void on(Incoming message) {
        switch (message.kind()) {
            case "account.verificationRequested.v1" -> {
                var request = message.as(VerificationRequested.class);
                queue(message, request.accountId(), Template.VERIFICATION, request);
            }
            case "account.passwordResetRequested.v1" -> {
                var request = message.as(PasswordResetRequested.class);
                queue(message, request.accountId(), Template.PASSWORD_RESET, request);
            }
            case "account.passwordChanged.v1" -> {
                var change = message.as(PasswordChanged.class);
                queue(message, change.accountId(), Template.PASSWORD_CHANGED, change);
            }
            case "account.emailChangeRequested.v1" -> {
                var request = message.as(EmailChangeRequested.class);
                queue(message, request.accountId(), Template.EMAIL_CHANGE, request);
            }
            case "account.emailChangeAnnounced.v1" -> {
                var news = message.as(EmailChangeAnnounced.class);
                queue(message, news.accountId(), Template.EMAIL_CHANGE_ANNOUNCED, news);
            }
            case "account.emailChanged.v1" -> {
                var news = message.as(EmailChanged.class);
                queue(message, news.accountId(), Template.EMAIL_CHANGED, news);
            }
            case "account.farewellRequested.v1" -> {
                var request = message.as(FarewellRequested.class);
                queue(message, request.accountId(), Template.ACCOUNT_CLOSED, request);
            }
            case "account.closed.v1" -> {
                var closed = message.as(AccountClosed.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(), () -> mails.forget(closed.accountId()));
            }
            case "account.signedInFromNewDevice.v1" -> {
                var signIn = message.as(SignedInFromNewDevice.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), signIn.accountId(), Template.NEW_DEVICE, signIn));
            }
            case "account.factorsChanged.v1" -> {
                var change = message.as(FactorsChanged.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), change.accountId(), Template.FACTORS_CHANGED, change));
            }
            case "order.confirmed.v1" -> {
                var order = message.as(OrderConfirmed.class);
                queue(message, order.accountId(), Template.RECEIPT, order);
            }
            case "payment.refunded.v1" -> {
                var refund = message.as(PaymentRefunded.class);
                queue(message, refund.accountId(), Template.REFUNDED, refund);
            }
            case "payment.orphaned.v1" -> {
                var money = message.as(PaymentOrphaned.class);
                queue(message, money.accountId(), Template.ORPHANED, money);
            }
            case "organization.invited.v1" -> {
                var invitation = message.as(OrganizationInvited.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), null, Template.INVITATION, invitation));
            }
            case String _ -> throw message.unknown();
        }
    }

    private void queue(Incoming message, AccountId account, Template template, Record data) {
        inbox.once(Topology.NOTIFICATIONS, message.id(), () -> mails.queue(message.id(), account, template, data));
    }
}
