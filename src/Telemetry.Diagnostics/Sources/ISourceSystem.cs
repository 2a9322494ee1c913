namespace Telemetry.Diagnostics;

/// <summary>The sources of one kind in the platform.</summary>
internal interface ISourceSystem
{
    /// <summary>The kind of the sources.</summary>
    SourceKind Kind { get; }

    /// <summary>Returns the names of the sources that exist now.</summary>
    IReadOnlyCollection<string> FindNames();

    /// <summary>Creates the listener of a source that is being enabled. It listens once it is started.</summary>
    ISourceListener CreateListener(SourceFeed feed);
}
