using System.Text;

namespace Telemetry.Metrics;

/// <summary>The file with the numbers of metrics, by which a process goes on from an earlier one.</summary>
internal static class MetricStateFile
{
    // After that many broken files, the last one is replaced.
    private const int MaxBroken = 9;
    private const int BufferSize = 1 << 16;

    /// <summary>Writes the file. One that exists is replaced when the new one is whole.</summary>
    /// <exception cref="IOException">The file cannot be written. It is as it was, and nothing is left over.</exception>
    internal static void Write(string path, IReadOnlyList<SavedMetric> metrics)
    {
        try
        {
            AtomicFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false, true), BufferSize, leaveOpen: true);
                new MetricStateWriter(writer).Write(metrics);
            });
        }
        catch (Exception e) when (IsAboutFile(e))
        {
            throw new IOException($"The state of the metrics cannot be saved in '{path}'. {e.Message}", e);
        }
    }

    /// <summary>Reads the file. One that is not valid is renamed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="warning">The reason for which the file was renamed, as a sentence; null if it was not.</param>
    /// <returns>The metrics; none if there is no file, or if it was renamed.</returns>
    /// <exception cref="IOException">The file cannot be read, or not be renamed.</exception>
    internal static IReadOnlyList<SavedMetric> Read(string path, out string? warning)
    {
        warning = null;
        try
        {
            return MetricStateReader.Read(path, ReadText(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is MetricException or DecoderFallbackException)
        {
            string reason = e is MetricException ? e.Message : $"{path}: The file is not valid UTF-8.";
            warning = $"The state of the metrics is not valid, and was renamed to '{SetAside(path)}': {reason}";
            return [];
        }
        catch (Exception e) when (IsAboutFile(e))
        {
            throw new IOException($"The state of the metrics cannot be read from '{path}'. {e.Message}", e);
        }
    }

    private static string ReadText(string path)
    {
        // A process that writes or replaces the file meanwhile is not in the way.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }

    private static string SetAside(string path)
    {
        string aside = $"{path}.broken";
        for (int i = 2; File.Exists(aside) && i <= MaxBroken; i++)
        {
            aside = $"{path}.broken{i}";
        }

        try
        {
            File.Delete(aside);
            File.Move(path, aside);
            return aside;
        }
        catch (FileNotFoundException)
        {
            // Another process has just done the same.
            return aside;
        }
        catch (Exception e) when (IsAboutFile(e))
        {
            throw new IOException($"The state of the metrics in '{path}' is not valid, and cannot be renamed. {e.Message}", e);
        }
    }

    private static bool IsAboutFile(Exception e) => e is (IOException and not DirectoryNotFoundException) or UnauthorizedAccessException;
}
