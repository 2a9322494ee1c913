namespace Telemetry.Alerts;

/// <summary>The kinds of errors for which an alert is not added.</summary>
public enum AlertErrorKind
{
    /// <summary>The name or an option has a value that is out of range, or does not go with the others.</summary>
    InvalidAlert,

    /// <summary>The registry has an alert of this name.</summary>
    AlertAlreadyExists,
}
