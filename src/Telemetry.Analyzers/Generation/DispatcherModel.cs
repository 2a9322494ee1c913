namespace Telemetry.Analyzers;

/// <summary>The dispatcher of an instance.</summary>
/// <param name="Expression">The expression that gets it.</param>
/// <param name="IsNullable">Whether it can be null, which stands for the default one.</param>
/// <param name="IsCached">Whether the handle can be cached in the instance: not in a struct, and not in a record, whose equality compares
/// all fields.</param>
internal sealed record DispatcherModel(string Expression, bool IsNullable, bool IsCached);
