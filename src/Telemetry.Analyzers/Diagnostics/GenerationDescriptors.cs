using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The diagnostics of declared events. Each is an error: without a valid declaration, the method has no body.</summary>
internal static class GenerationDescriptors
{
    internal static readonly DiagnosticDescriptor InvalidName = Create(
        GenerationDiagnosticIds.InvalidName,
        "Name of a declared event is not valid",
        "'{0}' is not an event name: {1}. Write one or more segments, separated by dots, as in 'web.request.done'.");

    internal static readonly DiagnosticDescriptor NotPartial = Create(
        GenerationDiagnosticIds.NotPartial,
        "Method that declares an event is not partial",
        "Method '{0}' declares an event, and must be partial and without a body, which is generated. {1}");

    internal static readonly DiagnosticDescriptor WrongReturnType = Create(
        GenerationDiagnosticIds.WrongReturnType,
        "Method that declares an event has the wrong return type",
        "Method '{0}' declares {1}, and must return '{2}'. Change its return type.");

    internal static readonly DiagnosticDescriptor Generic = Create(
        GenerationDiagnosticIds.Generic,
        "Method that declares an event is generic",
        "Method '{0}' declares an event, and neither it nor a type around it can be generic, as an event has one declaration. Remove the "
        + "type parameters, or declare the event in another type.");

    internal static readonly DiagnosticDescriptor InvalidParameter = Create(
        GenerationDiagnosticIds.InvalidParameter,
        "Parameter cannot be carried by an event",
        "Parameter '{0}' cannot be carried by an event: {1}. Pass a value that can be kept, such as a number or text.");

    internal static readonly DiagnosticDescriptor DuplicateKey = Create(
        GenerationDiagnosticIds.DuplicateKey,
        "Key is declared twice",
        "Key '{0}' of event '{1}' is declared twice, as keys are compared without regard to case{2}. Give one of them another key.");

    internal static readonly DiagnosticDescriptor InvalidMeasurement = Create(
        GenerationDiagnosticIds.InvalidMeasurement,
        "Measurement is not a number or a time",
        "'{0}' is a measurement of type '{1}', but a measurement is a number, a TimeSpan, a DateTime or a DateTimeOffset. Declare it as "
        + "metadata, or convert it to a number.");

    internal static readonly DiagnosticDescriptor DeclaredTwice = Create(
        GenerationDiagnosticIds.DeclaredTwice,
        "Event is declared twice",
        "Event '{0}' is declared by '{1}' already. An event has one declaration: call that method, or give this event another name.");

    internal static readonly DiagnosticDescriptor InvalidType = Create(
        GenerationDiagnosticIds.InvalidType,
        "Type around a declared event cannot be completed",
        "Type '{0}' contains a declared event, and {1}. {2}");

    internal static readonly DiagnosticDescriptor InvalidAttribute = Create(
        GenerationDiagnosticIds.InvalidAttribute,
        "Attribute of a declared event has no effect here",
        "The attribute cannot declare a key here: {0}. {1}");

    internal static readonly DiagnosticDescriptor NameTaken = Create(
        GenerationDiagnosticIds.NameTaken,
        "Name of a generated member is taken",
        "Member '{0}' is generated for method '{1}', and type '{2}' has another member of that name. Rename one of them.");

    internal static readonly DiagnosticDescriptor OldLanguage = Create(
        GenerationDiagnosticIds.OldLanguage,
        "Declared events need C# 9",
        "Method '{0}' declares an event, which needs C# 9 or later. Set LangVersion to 9.0 or later in the project.");

    internal static readonly DiagnosticDescriptor SeveralDispatchers = Create(
        GenerationDiagnosticIds.SeveralDispatchers,
        "Instance has several dispatchers",
        "Method '{0}' declares an event of an instance with several dispatchers: {1}. Make it static, or keep one dispatcher in the type.");

    private static DiagnosticDescriptor Create(string id, string title, string message) => new(
        id,
        title,
        message,
        "Telemetry",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: null,
        HelpLink.Of(id));
}
