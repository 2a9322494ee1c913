using System.Collections;
using System.Globalization;
using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The attributes that say what reports.</summary>
internal static class ResourceAttributes
{
    private const string ServiceName = "service.name";

    /// <summary>Reads the attributes of a table, and the name of the service.</summary>
    /// <exception cref="ReporterException">A name or a value is not valid.</exception>
    internal static IReadOnlyDictionary<string, object> Read(IDictionary? table, string? serviceName)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            string name = entry.Key.ToString() ?? string.Empty;
            if (string.IsNullOrWhiteSpace(name) || ValueOf(entry.Value) is not { } value)
            {
                throw new ReporterException(
                    ReporterErrorKind.InvalidOption,
                    $"-ResourceAttribute: '{name}' has no name, no value, or several values. Give each attribute a name and a value.",
                    name);
            }

            attributes[name] = value;
        }

        if (serviceName is not null)
        {
            attributes[ServiceName] = string.IsNullOrWhiteSpace(serviceName)
                ? throw new ReporterException(
                    ReporterErrorKind.InvalidOption, "-ServiceName is empty. Give a name, or leave it out.", serviceName)
                : serviceName;
        }

        return attributes;
    }

    /// <summary>Returns the attributes that are known without a user.</summary>
    /// <param name="serviceName">The name of the service.</param>
    internal static IReadOnlyDictionary<string, object> Default(string serviceName) => new Dictionary<string, object>
    {
        [ServiceName] = serviceName,
        ["service.instance.id"] = Guid.NewGuid().ToString(),
        ["host.name"] = Environment.MachineName,
        ["process.pid"] = (long)Environment.ProcessId,
        ["process.runtime.name"] = ".NET",
        ["process.runtime.version"] = Environment.Version.ToString(),
    };

    private static object? ValueOf(object? value) => value switch
    {
        null => null,
        string or bool => value,
        byte or short or int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        IEnumerable => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
