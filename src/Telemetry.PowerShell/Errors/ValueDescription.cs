namespace Telemetry.Commands;

/// <summary>Describes an argument in the message of an error.</summary>
internal static class ValueDescription
{
    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        _ => $"an object of type {value.GetType().FullName}",
    };
}
