namespace Telemetry.Analyzers;

/// <summary>The ids of the diagnostics of declared events. Each one has a page, <c>docs/diagnostics/&lt;id&gt;.md</c>.</summary>
public static class GenerationDiagnosticIds
{
    /// <summary>The name of a declared event is not valid.</summary>
    public const string InvalidName = "TEL001";

    /// <summary>A method that declares an event is not partial, or has a body.</summary>
    public const string NotPartial = "TEL002";

    /// <summary>A method that declares an event does not return void, or one that declares a span no span.</summary>
    public const string WrongReturnType = "TEL003";

    /// <summary>A method that declares an event is generic, or a type around it is.</summary>
    public const string Generic = "TEL004";

    /// <summary>An event cannot carry a parameter, such as one that is passed by reference.</summary>
    public const string InvalidParameter = "TEL005";

    /// <summary>A key is declared twice.</summary>
    public const string DuplicateKey = "TEL006";

    /// <summary>A measurement is not a number or a time.</summary>
    public const string InvalidMeasurement = "TEL007";

    /// <summary>An event is declared twice in an assembly.</summary>
    public const string DeclaredTwice = "TEL008";

    /// <summary>A type around a declared event is not partial, or is of a kind that has no declared events.</summary>
    public const string InvalidType = "TEL009";

    /// <summary>An attribute cannot declare a key where it is.</summary>
    public const string InvalidAttribute = "TEL010";

    /// <summary>A type has a member of the name of a generated one.</summary>
    public const string NameTaken = "TEL011";

    /// <summary>The version of C# is too old for declared events.</summary>
    public const string OldLanguage = "TEL012";

    /// <summary>The instance of a declared event has several dispatchers.</summary>
    public const string SeveralDispatchers = "TEL013";
}
