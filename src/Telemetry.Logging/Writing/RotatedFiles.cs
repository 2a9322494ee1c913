using System.Globalization;

namespace Telemetry.Logging;

/// <summary>The files that were rotated: the time is between the name and the extension, so that they are sorted by it.</summary>
/// <param name="path">The path of the file that is written.</param>
internal sealed class RotatedFiles(string path)
{
    private const string Format = "yyyyMMdd'-'HHmmss'-'fff";

    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly string _start = Path.GetFileNameWithoutExtension(path) + ".";
    private readonly string _end = Path.GetExtension(path);

    /// <summary>Returns the path for the file that is rotated now, after those of all others.</summary>
    /// <param name="now">The time, in UTC.</param>
    internal string Next(DateTime now)
    {
        // The clock may have been set back, and two files may come in a millisecond.
        DateTime time = All().Select(file => file.Time.AddMilliseconds(1)).Append(now).Max();
        return Path.Combine(_folder, _start + time.ToString(Format, CultureInfo.InvariantCulture) + _end);
    }

    /// <summary>Deletes the oldest files, apart from a number.</summary>
    internal void Trim(int keep)
    {
        foreach ((string file, _) in All().OrderByDescending(file => file.Time).Skip(keep))
        {
            File.Delete(file);
        }
    }

    private IEnumerable<(string Path, DateTime Time)> All()
    {
        foreach (string file in Directory.EnumerateFiles(_folder, _start + "*"))
        {
            string name = Path.GetFileName(file);
            int length = name.Length - _start.Length - _end.Length;
            if (length > 0
                && name.StartsWith(_start, StringComparison.Ordinal)
                && name.EndsWith(_end, StringComparison.Ordinal)
                && DateTime.TryParseExact(
                    name.Substring(_start.Length, length), Format, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time))
            {
                yield return (file, time);
            }
        }
    }
}
