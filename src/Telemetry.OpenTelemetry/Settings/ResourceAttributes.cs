using System.Collections;
using System.Globalization;
using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The attributes that say what reports.</summary>
internal static class ResourceAttributes
{
    private const string ServiceName = "service.name";

    /// <summary>Reads the attributes of a table, without those that have no value, and the name of the service.</summary>
    /// <exception cref="ReporterException">A name or a value is not valid.</exception>
    internal static IReadOnlyDictionary<string, object> Read(IDictionary? table, string? serviceName)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            string name = entry.Key.ToString() ?? string.Empty;
            if (string.IsNullOrWhiteSpace(name) || entry.Value is IEnumerable and not string)
            {
                throw new ReporterException(
                    ReporterErrorKind.InvalidOption,
                    $"-ResourceAttribute: '{name}' has no name, or several values. Give each attribute a name and a value.",
                    name);
            }

            // Variables of a pipeline are set in some of its runs only.
            if (entry.Value is not (null or ""))
            {
                attributes[name] = ValueOf(entry.Value);
            }
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

    private static object ValueOf(object value) => value switch
    {
        string or bool => value,
        byte or short or int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        DateTime time => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
