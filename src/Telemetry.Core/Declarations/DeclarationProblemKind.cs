namespace Telemetry;

/// <summary>The way in which an event differs from its declaration.</summary>
public enum DeclarationProblemKind
{
    /// <summary>The event lacks a declared measurement that is not optional.</summary>
    MissingMeasurement,

    /// <summary>The event has a measurement that is not declared.</summary>
    UnknownMeasurement,

    /// <summary>The event lacks a declared entry of the metadata that is not optional, or the entry is null.</summary>
    MissingMetadata,

    /// <summary>The event has an entry of the metadata that is not declared.</summary>
    UnknownMetadata,

    /// <summary>A value is not of the declared type.</summary>
    WrongType,

    /// <summary>A value of the metadata is not one of the declared values.</summary>
    UnknownValue,
}
