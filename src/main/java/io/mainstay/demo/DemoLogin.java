package io.mainstay.demo;

import java.util.List;

/// An account that everybody may use.
record DemoLogin(String email, String password, String name, boolean administrator) {

    static final List<DemoLogin> ALL = List.of(
            new DemoLogin("admin@mainstay.example", "harbour-lantern-quartz-71", "Ada Brandt", true),
            new DemoLogin("mira@mainstay.example", "velvet-compass-orchard-28", "Mira Solano", false),
            new DemoLogin("jonas@mainstay.example", "copper-meadow-whistle-54", "Jonas Lindqvist", false));
}
