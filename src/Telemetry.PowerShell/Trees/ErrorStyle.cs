using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>The style of errors, of an engine that has styles. Windows PowerShell does not.</summary>
internal static class ErrorStyle
{
    private const string Reset = "\u001b[0m";

    private static readonly Lazy<Func<string>?> s_begin = new(Find);

    /// <summary>Puts the style of errors around a text.</summary>
    internal static string Of(string text) => s_begin.Value is { } begin ? begin() + text + Reset : text;

    // PSStyle.Instance.Formatting.Error, which the reference assembly of the engine does not have.
    private static Func<string>? Find()
    {
        Type? type = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle");
        object? style = type?.GetProperty("Instance", BindingFlags.Static | BindingFlags.Public)?.GetValue(null);
        PropertyInfo? formatting = type?.GetProperty("Formatting");
        PropertyInfo? error = formatting?.PropertyType.GetProperty("Error");
        return style is null || error is null
            ? null
            : () => error.GetValue(formatting!.GetValue(style)) as string ?? string.Empty;
    }
}
