package io.mainstay.throttling;

import java.util.Arrays;
import java.util.List;

/// A try that was let through and counts as a failure unless its outcome says otherwise.
public final class Admission {

    /// Of the one who tries: the account's counter, or that of the known device.
    private final byte[] own;
    private final List<byte[]> counted;
    private final List<byte[]> devices;

    Admission(byte[] own, List<byte[]> counted, List<byte[]> devices) {
        this.own = own;
        this.counted = List.copyOf(counted);
        this.devices = List.copyOf(devices);
    }

    byte[] own() {
        return own;
    }

    List<byte[]> shared() {
        return counted.stream().filter(key -> !Arrays.equals(key, own)).toList();
    }

    List<byte[]> counted() {
        return counted;
    }

    List<byte[]> devices() {
        return devices;
    }
}
