package io.mainstay.authorization;

/// Why something may be done or not. The text form is stable: clients that may know see it.
public enum Reason {

    EVERYBODY_MAY("everybody-may"),
    OWNS_IT("owns-it"),
    ROLE_PERMITS("role-permits"),
    ROLE_LACKS_IT("role-lacks-it"),
    NO_ROLE_HERE("no-role-here"),
    CREDENTIAL_LIMITED("credential-limited"),
    NOT_THE_OWNER("not-the-owner"),
    NOT_APPLICABLE("not-applicable");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
