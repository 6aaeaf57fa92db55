/// The parts that development and tests run on: real ones, started by the program itself, by containers, or given.
@org.jspecify.annotations.NullMarked
package io.mainstay.infrastructure;
