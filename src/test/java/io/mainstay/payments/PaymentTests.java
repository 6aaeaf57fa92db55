package io.mainstay.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentTests {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Payment payment = new Payment(
            new NewPayment(UUID.randomUUID(), new OwnedBy(AccountId.next(), null), Money.of(1000, "EUR"),
                    Money.of(160, "EUR"),
                    "tok_4242"),
            "sandbox", NOW);

    @Test
    void submitsAnAuthorizationAndACaptureOfTheWholeAmount() {
        var authorization = payment.submit(NOW, LATER);

        assertThat(payment.status()).isEqualTo(PaymentStatus.processing);
        assertThat(payment.isOpen(payment.authorization().id())).isTrue();
        assertThat(payment.operations()).extracting(Operation::kind).containsExactly(OperationKind.authorize,
                OperationKind.capture);
        assertThat(payment.operations()).allSatisfy(operation -> {
            assertThat(operation.status()).isEqualTo(OperationStatus.submitting);
            assertThat(operation.amount()).isEqualTo(1000);
            assertThat(operation.createdAt()).isEqualTo(NOW);
            assertThat(operation.failureCode()).isNull();
        });
        assertThat(payment.authorization()).isSameAs(authorization);
        assertThat(payment.captured()).isEqualTo(Money.zero("EUR"));
    }

    @Test
    void succeedsWithTheMoney() {
        payment.submit(NOW, LATER);

        payment.capture("ch_1", NOW);

        assertThat(payment.status()).isEqualTo(PaymentStatus.succeeded);
        assertThat(payment.captured()).isEqualTo(payment.amount()).isEqualTo(Money.of(1000, "EUR"));
        assertThat(payment.refunded()).isEqualTo(Money.zero("EUR"));
        assertThat(payment.isOpen(payment.authorization().id())).isFalse();
        assertThat(payment.operations()).extracting(Operation::status).containsOnly(OperationStatus.succeeded);
    }

    @Test
    void canBeTriedAgainAfterADecline() {
        payment.submit(NOW, LATER);
        payment.decline("card_declined", NOW);

        assertThat(payment.status()).isEqualTo(PaymentStatus.requiresPaymentMethod);
        assertThat(payment.failureCode()).isEqualTo("card_declined");
        assertThat(payment.operations()).extracting(Operation::failureCode).containsOnly("card_declined");
        assertThat(payment.isOpen(payment.authorization().id())).isFalse();

        var first = payment.authorization();
        var second = payment.submit(LATER, LATER);
        assertThat(payment.isOpen(first.id())).isFalse();
        assertThat(payment.failed(first.id())).isTrue();
        assertThat(payment.failed(second.id())).isFalse();
        assertThat(payment.operations()).extracting(Operation::attempt).containsExactly(1, 1, 2, 2);
        assertThat(payment.failureCode()).isNull();
        assertThat(payment.authorization()).isSameAs(second);
        payment.capture("ch_2", NOW);
        assertThat(payment.operations()).extracting(Operation::status).containsExactly(OperationStatus.failed,
                OperationStatus.failed, OperationStatus.succeeded, OperationStatus.succeeded);
    }

    @Test
    void keepsAnUnknownOutcomeUntilItIsKnown() {
        payment.submit(NOW, LATER);
        payment.leaveUnknown(LATER, NOW);
        payment.leaveUnknown(LATER.plusSeconds(1), LATER);

        assertThat(payment.status()).isEqualTo(PaymentStatus.processing);
        assertThat(payment.updatedAt()).isEqualTo(LATER);
        assertThat(payment.isOpen(payment.authorization().id())).isTrue();
        assertThat(payment.operations()).extracting(Operation::status).containsOnly(OperationStatus.unknown);

        payment.capture("ch_1", NOW);
        assertThat(payment.status()).isEqualTo(PaymentStatus.succeeded);
    }

    @Test
    void isHandedOverWhenNobodyCanTell() {
        payment.submit(NOW, LATER);

        payment.handOver(NOW);

        assertThat(payment.status()).isEqualTo(PaymentStatus.review);
        assertThat(payment.operations()).extracting(Operation::status).containsOnly(OperationStatus.needsReview);
        assertThat(payment.isOpen(payment.authorization().id())).isTrue();
    }

    @Test
    void refusesWhatItsStateDoesNotAllow() {
        payment.submit(NOW, LATER);
        assertThatIllegalStateException().isThrownBy(() -> payment.cancel(NOW)).withMessageContaining("processing")
                .withMessageContaining("canceled");
        payment.capture("ch_1", NOW);
        assertThatIllegalStateException().isThrownBy(() -> payment.capture("ch_1", NOW));
        assertThatIllegalStateException().isThrownBy(() -> payment.decline("late", NOW));
        assertThatIllegalStateException().isThrownBy(() -> payment.submit(NOW, LATER));
    }

    @ParameterizedTest
    @EnumSource(PaymentStatus.class)
    void leavesNoEndState(PaymentStatus status) {
        var ends = EnumSet.of(PaymentStatus.succeeded, PaymentStatus.canceled);
        assertThat(status.next().isEmpty()).isEqualTo(ends.contains(status));
        assertThat(status.next()).doesNotContain(status);
    }

    @ParameterizedTest
    @EnumSource(OperationStatus.class)
    void anOperationEndsWithAnOutcome(OperationStatus status) {
        var ends = EnumSet.of(OperationStatus.succeeded, OperationStatus.failed);
        assertThat(status.next().isEmpty()).isEqualTo(ends.contains(status));
        assertThat(status.isOpen()).isEqualTo(EnumSet
                .of(OperationStatus.submitting, OperationStatus.unknown, OperationStatus.needsReview).contains(status));
    }

    /// Random commands, legal and illegal: whatever happens, no more is captured than is owed, and an illegal command
    /// changes nothing.
    @Test
    void holdsItsRulesOnRandomPaths() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (var path = 0; path < 2_000; path++) {
            var walked = new Payment(
                    new NewPayment(UUID.randomUUID(), new OwnedBy(AccountId.next(), null), Money.of(1000, "EUR"),
                            Money.of(160, "EUR"), "tok_4242"),
                    "sandbox", NOW);
            for (var step = 0; step < 12; step++) {
                var before = walked.status();
                try {
                    switch (random.nextInt(6)) {
                        case 0 -> walked.submit(NOW, LATER);
                        case 1 -> walked.capture("ch", NOW);
                        case 2 -> walked.decline("no", NOW);
                        case 3 -> walked.leaveUnknown(LATER, NOW);
                        case 4 -> walked.handOver(NOW);
                        default -> walked.cancel(NOW);
                    }
                    assertThat(before == walked.status() || before.next().contains(walked.status())).isTrue();
                } catch (IllegalStateException _) {
                    assertThat(walked.status()).isEqualTo(before);
                }
                assertThat(walked.captured().amount()).isIn(0L, 1000L);
                assertThat(walked.captured().isPositive()).isEqualTo(walked.status() == PaymentStatus.succeeded);
            }
        }
    }
}
