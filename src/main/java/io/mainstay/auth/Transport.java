package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a client keeps its session.
enum Transport {
    /// Its tokens are in the answer; programs send them in headers.
    @JsonProperty("token")
    TOKEN,
    /// Its tokens are in cookies that no script can read: for browsers.
    @JsonProperty("cookie")
    COOKIE
}
