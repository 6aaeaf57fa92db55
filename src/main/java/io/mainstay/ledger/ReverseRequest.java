package io.mainstay.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// @param description why, for people
@Schema(name = "LedgerReverseRequest")
record ReverseRequest(
        @NotBlank @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not have control characters") String description) {}
