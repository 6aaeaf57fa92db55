package io.mainstay.authorization;

/// An endpoint says nothing, or several things, about who may call it.
final class UndeclaredEndpoint extends RuntimeException {

    UndeclaredEndpoint(String endpoint) {
        super("The endpoint " + endpoint
                + " must carry exactly one of @RequiresPermission, @ForCallerThemselves and @OpenToEveryone.");
    }
}
