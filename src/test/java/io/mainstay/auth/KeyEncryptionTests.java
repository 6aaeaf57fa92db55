package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncryptionTests {

    private static final byte[] SECRET = {1, 2, 3};

    private final KeyEncryption encryption = KeyEncryption.under(key(1));

    @Test
    void givesBackWhatItEncrypted() {
        assertThat(encryption.decrypt(encryption.encrypt(SECRET, "kid"), "kid")).isEqualTo(SECRET);
    }

    @Test
    void encryptsTheSameDifferentlyEachTime() {
        assertThat(encryption.encrypt(SECRET, "kid")).isNotEqualTo(encryption.encrypt(SECRET, "kid"));
    }

    @Test
    void refusesAnotherKeyAnotherNameAndWhatWasChanged() {
        var stored = encryption.encrypt(SECRET, "kid");
        var changed = stored.clone();
        changed[changed.length - 1] ^= 1;

        assertThatExceptionOfType(UnusableKey.class)
                .isThrownBy(() -> KeyEncryption.under(key(2)).decrypt(stored, "kid"));
        assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> encryption.decrypt(stored, "other"));
        assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> encryption.decrypt(changed, "kid"));
    }

    @Test
    void readsWhatThePreviousKeyEncryptedAndTellsItFromTheRest() {
        var stored = encryption.encrypt(SECRET, "kid");
        var successor = KeyEncryption.under(key(2), key(1));

        assertThat(successor.decrypt(stored, "kid")).isEqualTo(SECRET);
        assertThat(successor.isUnderTheCurrentKey(stored, "kid")).isFalse();
        assertThat(successor.isUnderTheCurrentKey(successor.encrypt(SECRET, "kid"), "kid")).isTrue();
        assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> successor.decrypt(stored, "other"));
        assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> KeyEncryption.under(key(1), "c2VjcmV0"))
                .withMessageStartingWith("mainstay.auth.previous-key-encryption-key ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "secret!", "c2VjcmV0"})
    void saysWhatIsWrongWithAKeyWithoutRepeatingIt(String base64) {
        assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> KeyEncryption.under(base64))
                .withMessageStartingWith("mainstay.auth.key-encryption-key ").withMessageNotContainingAny("secret!",
                        "c2VjcmV0");
    }

    private static String key(int seed) {
        var bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Base64.getEncoder().encodeToString(bytes);
    }
}
