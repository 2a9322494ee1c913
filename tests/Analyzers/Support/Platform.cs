using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace Telemetry.Analyzers.Tests;

/// <summary>The assemblies that the analyzed code refers to: those of the .NET that runs the tests, with Core. No package is
/// downloaded for them.</summary>
internal static class Platform
{
    /// <summary>Stands for no assemblies, in place of those that the framework of the tests would download.</summary>
    public static ReferenceAssemblies None { get; } = new(string.Empty);

    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsOfThePlatform(Path.GetFileName(path)) || Path.GetFileName(path) == "Telemetry.Core.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static bool IsOfThePlatform(string file) =>
        file is "mscorlib.dll" or "netstandard.dll"
        || (file.StartsWith("System.", StringComparison.Ordinal) && !file.StartsWith("System.Composition", StringComparison.Ordinal));
}
