package io.mainstay.securitylog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.http.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0 | Firefox on Linux",
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0 | Firefox on Linux",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0 | Edge on Windows",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 | Chrome on macOS",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1 | Safari on iOS",
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Safari/537.36 | Samsung Internet on Android",
            "curl/8.9.1 | curl", "Java-http-client/25 | Java-http-client", "<script> | unknown"})
    void isKnownByItsFamilyAlone(String agent, String program) {
        assertThat(Device.of(new Origin("192.0.2.1", agent)).program()).isEqualTo(program);
    }

    @Test
    void isUnknownWhenItSaysNothing() {
        assertThat(Device.of(new Origin("192.0.2.1", null))).isEqualTo(new Device("unknown", "192.0.2.0/24"));
    }
}
