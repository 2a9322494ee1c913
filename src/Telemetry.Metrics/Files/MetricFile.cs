using System.Text;

namespace Telemetry.Metrics;

/// <summary>Files of definitions, which are data: nothing in them is run.</summary>
/// <remarks>
/// <para>A file is a map with the list <c>Metrics</c>; the lists <c>Polls</c> and <c>Sources</c>, and the text <c>Prefix</c>, which
/// is put before the name of each metric with a dot, can be left out. A metric is a map of options, which have the names of the
/// parameters of <c>Register-TelemetryMetric</c>. Keys are compared without regard to case.</para>
/// <code>
/// { "Metrics": [ { "Name": "web.request.stop.duration", "Type": "Distribution", "Tag": ["route"], "Bucket": [0.1, 1, 10] } ] }
/// </code>
/// </remarks>
public static class MetricFile
{
    /// <summary>The names of the presets: files of definitions that come with the library, in alphabetical order.</summary>
    public static IReadOnlyList<string> Presets => PresetFiles.Names;

    /// <summary>Reads a file in JSON.</summary>
    /// <param name="path">The path of a file with the extension <c>.json</c>, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <returns>The content, checked.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="MetricException">The file cannot be read, or is not valid. The message names each error, with the line and
    /// the entry. <see cref="MetricException.Kind"/> is the kind of the error;
    /// <see cref="MetricErrorKind.InvalidMetricFile"/> for errors of several kinds.</exception>
    public static MetricFileContent Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!HasExtension(path, ".json"))
        {
            throw FileErrors.Create(
                path,
                line: 0,
                MetricErrorKind.InvalidMetricFile,
                HasExtension(path, ".psd1")
                    ? "A data file of PowerShell is read by Import-TelemetryMetric. Use JSON here."
                    : "The format of the file is not known. Use the extension .json.");
        }

        return Create(JsonDataReader.Read(path, ReadText(path)), path);
    }

    /// <summary>Reads a preset: definitions that come with the library, with the polls and sources that they need.</summary>
    /// <param name="name">One of <see cref="Presets"/>, without regard to case.</param>
    /// <returns>The content. Its path is the name of the preset.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="MetricException">There is no such preset (<see cref="MetricErrorKind.PresetNotFound"/>).</exception>
    public static MetricFileContent ReadPreset(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string? preset = Presets.FirstOrDefault(known => string.Equals(known, name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (preset is null)
        {
            throw new MetricException(
                MetricErrorKind.PresetNotFound,
                $"There is no preset '{MetricErrors.Printable(name)}'. The presets are {string.Join(", ", Presets)}.",
                name);
        }

        string path = $"preset {preset}";
        return Create(JsonDataReader.Read(path, PresetFiles.Read(preset)), path);
    }

    /// <summary>Creates the content from data that was read from a file of another format.</summary>
    /// <param name="root">The data of the whole file.</param>
    /// <param name="path">The path of the file, for messages.</param>
    /// <returns>The content, checked.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="MetricException">The data is not valid, as described at <see cref="Read"/>.</exception>
    public static MetricFileContent Create(MetricDataNode root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        return new MetricFileReader(root, path).Read();
    }

    /// <summary>Writes definitions to a file; one that exists is replaced.</summary>
    /// <param name="path">The path of the file. Its extension decides the format: <c>.json</c>, or <c>.psd1</c> for a data file of
    /// PowerShell.</param>
    /// <param name="definitions">The definitions.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="MetricException">The file cannot be written; or a definition is not valid, or has a function, which cannot
    /// be written. Nothing was written then.</exception>
    public static void Write(string path, IEnumerable<MetricDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(definitions);
        bool isJson = HasExtension(path, ".json");
        if (!isJson && !HasExtension(path, ".psd1"))
        {
            throw FileErrors.Create(
                path, line: 0, MetricErrorKind.InvalidMetricFile, "The format of the file is not known. Use the extension .json or .psd1.");
        }

        MetricDataNode root = DefinitionData.Of(definitions, path);
        WriteText(path, (isJson ? (DataWriter)new JsonDataWriter() : new PowerShellDataWriter()).Write(root), isJson);
    }

    private static string ReadText(string path)
    {
        try
        {
            // Strict, as replacement characters would become part of names.
            var encoding = new UTF8Encoding(false, throwOnInvalidBytes: true);
            using var reader = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw FileErrors.Create(
                path, line: 0, MetricErrorKind.InvalidMetricFile, "The file is not valid UTF-8. Save it in this encoding.", e);
        }
        catch (Exception e) when (IsAboutFile(e))
        {
            throw FileErrors.Create(path, line: 0, MetricErrorKind.InvalidMetricFile, $"The file cannot be read. {e.Message}", e);
        }
    }

    private static void WriteText(string path, string text, bool isJson)
    {
        // Without a byte order mark, Windows PowerShell reads a data file in the code page of the system.
        bool needsMark = !isJson && text.Any(c => c > '\x7F');
        try
        {
            AtomicFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(needsMark, throwOnInvalidBytes: false), 1024, leaveOpen: true);
                writer.Write(text);
            });
        }
        catch (Exception e) when (IsAboutFile(e))
        {
            throw FileErrors.Create(path, line: 0, MetricErrorKind.InvalidMetricFile, $"The file cannot be written. {e.Message}", e);
        }
    }

    private static bool IsAboutFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
