using System.Globalization;
using System.Text;

namespace Telemetry.Diagnostics;

/// <summary>The names of the instruments of a publication: valid by the rules of OpenTelemetry, whose SDKs drop instruments with
/// other names, and each only once. Used by one thread at a time.</summary>
internal sealed class InstrumentNames
{
    private const int MaximumLength = 255;

    // Put before a name that does not begin with a letter.
    private const string Stem = "metric.";

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the name for a metric.</summary>
    internal string Take(string metric)
    {
        string name = Valid(metric);
        string free = name;
        for (int i = 2; !_taken.Add(free); i++)
        {
            string suffix = "_" + i.ToString(CultureInfo.InvariantCulture);
            free = Cut(name, MaximumLength - suffix.Length) + suffix;
        }

        return free;
    }

    internal void Return(string name) => _taken.Remove(name);

    private static string Valid(string metric)
    {
        var name = new StringBuilder(metric.Length);
        foreach (char c in metric)
        {
            bool isValid = IsLetter(c) || c is (>= '0' and <= '9') or '_' or '.' or '-' or '/';
            name.Append(isValid ? c : '_');
        }

        return Cut(IsLetter(name[0]) ? name.ToString() : Stem + name, MaximumLength);
    }

    private static string Cut(string name, int length) => name.Length <= length ? name : name.Substring(0, length);

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
