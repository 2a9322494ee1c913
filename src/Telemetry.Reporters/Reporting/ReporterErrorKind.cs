namespace Telemetry.Reporters;

/// <summary>The kinds of errors for which a reporter is not created or not started.</summary>
public enum ReporterErrorKind
{
    /// <summary>An option has a value that is out of range or has no meaning.</summary>
    InvalidOption,

    /// <summary>The interval is out of range.</summary>
    InvalidInterval,

    /// <summary>A reporter of this name is running.</summary>
    ReporterAlreadyExists,

    /// <summary>Another program listens on the port.</summary>
    PortInUse,

    /// <summary>The address is not one of this machine, or the host and port of a destination are not valid.</summary>
    InvalidAddress,

    /// <summary>The endpoint would be open to other machines without authentication.</summary>
    EndpointNotProtected,

    /// <summary>The path is not that of a file that can be written.</summary>
    InvalidPath,

    /// <summary>The address of the server is not a valid URI for this purpose.</summary>
    InvalidUri,

    /// <summary>The labels of a grouping key are not valid, or are those of a metric.</summary>
    InvalidGroupingKey,
}
