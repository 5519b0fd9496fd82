// @ts-check
// The one expression language, twin of Domain/Expressions; sdk/schema/expression.fixtures.json binds both.
