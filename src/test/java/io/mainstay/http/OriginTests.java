package io.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTests {

    @ParameterizedTest
    @CsvSource({"192.0.2.77, 24, 48, 192.0.2.0/24", "192.0.2.77, 32, 64, 192.0.2.77/32",
            "192.0.2.255, 26, 48, 192.0.2.192/26", "2001:db8:1:2:3:4:5:6, 24, 48, 2001:db8:1:0:0:0:0:0/48",
            "2001:db8:1:2:3:4:5:6, 32, 64, 2001:db8:1:2:0:0:0:0/64", "::ffff:192.0.2.77, 24, 48, 192.0.2.0/24"})
    void knowsTheNetworkOfAnAddress(String address, int bitsOfIpv4, int bitsOfIpv6, String network) {
        assertThat(new Origin(address, null).network(bitsOfIpv4, bitsOfIpv6)).isEqualTo(network);
    }

    @Test
    void keepsAnAddressThatItCannotRead() {
        assertThat(new Origin("unknown", null).network(24, 48)).isEqualTo("unknown");
        assertThat(new Origin("", null).network(24, 48)).isEmpty();
    }
}
