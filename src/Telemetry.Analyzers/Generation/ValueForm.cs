namespace Telemetry.Analyzers;

/// <summary>The ways in which the value of a parameter becomes that of an event.</summary>
internal enum ValueForm
{
    /// <summary>By implicit conversion.</summary>
    Implicit,

    /// <summary>By implicit conversion of the value of a nullable value type, if it has one.</summary>
    Nullable,

    /// <summary>As an object, by <c>MetadataValue.From</c>.</summary>
    Object,
}
