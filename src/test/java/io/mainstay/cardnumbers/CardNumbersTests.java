package io.mainstay.cardnumbers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ids.TypeId;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTests {

    @ParameterizedTest
    @ValueSource(strings = {"4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242",
            "4242\u00a04242\u20114242-4242",
            "378282246310005", "3782 822463 10005", "30569309025904", "6011111111111117", "3530111333300000",
            "2223003122003222", "6205500000000000004", "4222222222222", "5018 0000 0009",
            "my card is 4242424242424242.",
            "visa4242424242424242", "tok_4242424242424242", "tok_4242_4242_4242_4242", "card:4242424242424242exp",
            "{\"number\":\"4242424242424242\"}", "12 4242424242424242 12", "4242 4242 4242 4242 12/29 123",
            "+4915112345678, 4242424242424242"})
    void areFound(String text) {
        assertThat(CardNumbers.in(text)).isTrue();
        assertThat(CardNumbers.masked(text)).hasSameSizeAs(text).isNotEqualTo(text)
                .satisfies(masked -> assertThat(CardNumbers.in(masked)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tok_4242", "4242 4242", "4242424242424241", "4242.4242.4242.4242", "42424242424242421",
            "0000000000000000", "2026-11-27 09:30:35", "2026-11-27T09:30:35.123456789Z", "1732700000006",
            "GB82 WEST 1234 5698 7654 32",
            "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "+424242424242",
            "0b1c4242424242424242a9", "10 20 30 40 50 60 70 80", "0.4242424242424242"})
    void areNotSeenInOtherThings(String text) {
        assertThat(CardNumbers.in(text)).isFalse();
        assertThat(CardNumbers.masked(text)).isEqualTo(text);
    }

    @Test
    void keepTheirLastFourDigitsInTheLog() {
        assertThat(CardNumbers.masked("a 4242 4242 4242 4242, b 378282246310005"))
                .isEqualTo("a **** **** **** 4242, b ***********0005");
    }

    @Test
    void areNotSeenInIdsHashesAndNumbersOfGoods() {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++) {
            var bits = new UUID(random.nextLong(), random.nextLong());
            var hash = new byte[32];
            random.nextBytes(hash);
            var goods = gtin(400_000_000_000L + random.nextLong(99_999_999_999L));
            assertThat(
                    new String[]{bits.toString(), TypeId.encode("order", bits), HexFormat.of().formatHex(hash), goods})
                    .allSatisfy(text -> assertThat(CardNumbers.in(text)).isFalse());
        }
    }

    @Test
    void areNotSeenInTheDecimalDigitsOfIds() {
        // all digits that a UUID and a typed id can hold: the worst case of both
        var random = new Random(8);
        for (var round = 0; round < 20_000; round++) {
            var digits = new StringBuilder();
            random.ints(32, 0, 10).forEach(digits::append);
            var uuid = digits.toString().replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
            var id = "order_0" + digits.substring(0, 25);
            assertThat(CardNumbers.in(uuid)).as(uuid).isFalse();
            assertThat(CardNumbers.in(id)).as(id).isFalse();
        }
    }

    private static String gtin(long twelve) {
        var sum = 0;
        var digits = Long.toString(twelve);
        for (var position = 0; position < 12; position++) {
            sum += (digits.charAt(position) - '0') * (position % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }
}
