using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The diagnostics of the rules.</summary>
internal static class Descriptors
{
    /// <summary>The category of all diagnostics.</summary>
    internal const string Category = "Telemetry";

    internal static readonly DiagnosticDescriptor InvalidName = new(
        DiagnosticIds.InvalidName,
        "Event name or pattern is not valid",
        "'{0}' is not {1}: {2}. {3}.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An event name has one or more segments, separated by dots. A segment is not empty and has no white space, wildcards, control "
        + "characters or invisible characters. The call throws a FormatException at run time.",
        HelpLink.Of(DiagnosticIds.InvalidName));

    internal static readonly DiagnosticDescriptor DuplicateKey = new(
        DiagnosticIds.DuplicateKey,
        "Key occurs twice in an event",
        "The key '{0}' occurs twice in the {1}, and only its last value counts. Keys ignore case. Remove or rename one of the entries.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The keys of the measurements differ without regard to case, and so do those of the metadata. Handlers find the last value of a "
        + "key that occurs twice, and the others are lost.",
        HelpLink.Of(DiagnosticIds.DuplicateKey));

    internal static readonly DiagnosticDescriptor NotAMeasurement = new(
        DiagnosticIds.NotAMeasurement,
        "Value is never a measurement",
        "{0} is never a measurement. Use a number, a span of time or a point in time, and put other values into the metadata.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A measurement is a number, a TimeSpan, a DateTime or a DateTimeOffset. MeasurementValue.TryFrom also reads text that represents a "
        + "number. It returns false for any other value, and a declaration of a measurement with another type throws.",
        HelpLink.Of(DiagnosticIds.NotAMeasurement));

    internal static readonly DiagnosticDescriptor OptionsAsConfig = new(
        DiagnosticIds.OptionsAsConfig,
        "Options are passed as the config",
        "A {0} is passed as the config, which only reaches the handler. {1}.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The config of a handler is a value of any type that is passed to the handler. Options that are passed as the config have no "
        + "effect, and most make the call throw an ArgumentException.",
        HelpLink.Of(DiagnosticIds.OptionsAsConfig));

    internal static readonly DiagnosticDescriptor SpanNotAwaited = new(
        DiagnosticIds.SpanNotAwaited,
        "Task of a span is not awaited",
        "The task of {0} is neither awaited nor kept, so the code continues before the span ends, and an exception is lost. Await it.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A span around an asynchronous function ends with the task that the call returns. If the task is not awaited, returned or stored, "
        + "nobody notices the end of the work, or its failure. Assign the task to a discard to show that this is intended.",
        HelpLink.Of(DiagnosticIds.SpanNotAwaited));

    internal static readonly DiagnosticDescriptor RepeatedLookup = new(
        DiagnosticIds.RepeatedLookup,
        "Event or span is looked up by name each time",
        "'{0}' is looked up by its name each time. Look it up once, and keep the {1} in a static readonly field or a variable.",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The look-up of a name costs more than an emit without handlers does. In a loop or a handler, use a handle that is kept: a "
        + "TelemetryEvent or a TelemetrySpanSource, which is always the same object for the same name.",
        HelpLink.Of(DiagnosticIds.RepeatedLookup));

    internal static readonly DiagnosticDescriptor UndeclaredKey = new(
        DiagnosticIds.UndeclaredKey,
        "Key of a declared event is not declared",
        "The {0} '{1}' of the event '{2}' is not declared. {3}.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The event is declared with its measurements and its metadata, on which handlers depend. Code that emits it by its name or by a "
        + "handle passes the same keys.",
        HelpLink.Of(DiagnosticIds.UndeclaredKey));

    internal static readonly DiagnosticDescriptor MissingKey = new(
        DiagnosticIds.MissingKey,
        "Declared key of an event is missing",
        "The event '{0}' is emitted without its declared {1}. Pass it, or declare it as optional.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The event is declared with its measurements and its metadata, on which handlers depend. Code that emits it by its name or by a "
        + "handle passes all keys that are not optional.",
        HelpLink.Of(DiagnosticIds.MissingKey));
}
