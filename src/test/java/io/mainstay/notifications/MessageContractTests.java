package io.mainstay.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.messaging.Incoming;
import io.mainstay.messaging.MessageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a schema allows, the listener's record reads; what it lacks, both refuse.
class MessageContractTests {

    private static final String VERIFICATION = """
            {"accountId": "%s", "token": "abc", "addedLater": true}
            """.formatted(AccountId.next());
    private static final String INVITATION = """
            {"invitationId": "%s", "organizationName": "Brandt", "email": "ada@example.com",
             "expiresAt": "2026-11-23T20:15:00Z"}
            """.formatted(TypeId.encode("invitation", TypeId.next()));
    private static final String ORDER = """
            {"orderId": "%s", "accountId": "%s", "paymentId": "%s",
             "total": {"amount": 1999, "currency": "EUR"}, "confirmedAt": "2026-11-23T20:15:00Z",
             "lines": [{"sku": "tea", "name": "Tea", "quantity": 2, "total": {"amount": 1999, "currency": "EUR"}}]}
            """.formatted(TypeId.encode("order", TypeId.next()), AccountId.next(),
            TypeId.encode("payment", TypeId.next()));

    @Test
    void readsVerificationRequests() throws IOException {
        assertReads("account.verificationRequested", VERIFICATION, VerificationRequested.class, "accountId", "token");
    }

    @Test
    void readsPasswordResetRequests() throws IOException {
        assertReads("account.passwordResetRequested", VERIFICATION, PasswordResetRequested.class, "accountId",
                "token");
    }

    @Test
    void readsPasswordChanges() throws IOException {
        assertReads("account.passwordChanged", VERIFICATION, PasswordChanged.class, "accountId");
    }

    @Test
    void readsInvitations() throws IOException {
        assertReads("organization.invited", INVITATION, OrganizationInvited.class, "invitationId", "organizationName",
                "email", "expiresAt");
    }

    @Test
    void readsSignInsFromNewDevices() throws IOException {
        assertReads("account.signedInFromNewDevice", """
                {"accountId": "%s", "program": "Firefox on Linux", "address": "192.0.2.7",
                 "signedInAt": "2026-11-25T20:15:00Z"}
                """.formatted(AccountId.next()), SignedInFromNewDevice.class, "accountId", "program", "address",
                "signedInAt");
    }

    @Test
    void readsEmailChanges() throws IOException {
        var members = """
                {"accountId": "%s", "token": "abc", "newEmail": "a@example.com", "previousEmail": "b@example.com",
                 "email": "c@example.com", "name": "Ada", "addedLater": true}""".formatted(AccountId.next());
        assertReads("account.emailChangeRequested", members, EmailChangeRequested.class, "accountId", "newEmail",
                "name", "token");
        assertReads("account.emailChangeAnnounced", members, EmailChangeAnnounced.class, "accountId");
        assertReads("account.emailChanged", members, EmailChanged.class, "accountId", "previousEmail", "name");
        assertReads("account.closed", members, AccountClosed.class, "accountId");
        assertReads("account.farewellRequested", members, FarewellRequested.class, "accountId", "email", "name");
    }

    @Test
    void readsChangesOfFactors() throws IOException {
        assertReads("account.factorsChanged", """
                {"accountId": "%s", "change": "totpAdded", "addedLater": true}""".formatted(AccountId.next()),
                FactorsChanged.class, "accountId", "change");
    }

    @Test
    void readsConfirmedOrders() throws IOException {
        assertReads("order.confirmed", ORDER, OrderConfirmed.class, "orderId", "accountId", "paymentId", "total",
                "confirmedAt", "lines", "sku", "name", "quantity", "amount", "currency");
    }

    private static void assertReads(String type, String json, Class<? extends Record> payload, String... members)
            throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/reference/messages", type + ".v1.schema.json")));
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(MessageReader.message(type, 1, json).as(payload)).isNotNull();
        for (var member : members) {
            var incomplete = json.replaceFirst("\"" + member + "\"", "\"other\"");
            assertThat(schema.validate(incomplete, InputFormat.JSON)).as("schema without %s", member).isNotEmpty();
            Incoming message = MessageReader.message(type, 1, incomplete);
            assertThatExceptionOfType(RuntimeException.class).as("record without %s", member)
                    .isThrownBy(() -> message.as(payload)).withMessageContaining("can't be read");
        }
    }
}
