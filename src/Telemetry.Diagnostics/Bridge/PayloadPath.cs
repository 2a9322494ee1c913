namespace Telemetry.Diagnostics;

/// <summary>A property of a property of a payload, and the key under which it becomes metadata.</summary>
internal sealed class PayloadPath(string path, string key)
{
    internal string[] Names { get; } = path.Split('.');

    internal string Key => key;
}
