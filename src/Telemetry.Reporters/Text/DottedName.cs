namespace Telemetry.Reporters;

/// <summary>The names of metrics where they remain as they are.</summary>
internal static class DottedName
{
    /// <summary>Returns a name with the prefix and a point before it, if there is a prefix.</summary>
    internal static string Of(string name, string? prefix) =>
        string.IsNullOrEmpty(prefix) ? name : $"{prefix!.TrimEnd('.')}.{name}";
}
