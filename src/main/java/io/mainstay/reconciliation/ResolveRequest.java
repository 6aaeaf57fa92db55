package io.mainstay.reconciliation;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/// What became of a break.
///
/// @param reason up to 500 characters without control characters
@Schema(name = "ResolveBreak", example = """
        {"reason": "Charged back by hand, see ticket 4711"}""")
record ResolveRequest(
        @NotNull @Pattern(regexp = "\\P{Cntrl}{1,500}", message = "must be 1 to 500 characters, none of them control characters") String reason) {}
