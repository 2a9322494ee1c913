using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Telemetry.Benchmarks.Support;

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

    /// <summary>The assemblies that a library for netstandard2.0 refers to.</summary>
    public static ImmutableArray<MetadataReference> Netstandard { get; } =
    [
        .. Directory.GetFiles(InPackage("netstandard.library", "2.0.3", "build", "netstandard2.0", "ref"), "*.dll")
            .Append(InPackage("system.memory", "4.5.3", "lib", "netstandard2.0", "System.Memory.dll"))
            .Append(InPackage(
                "system.threading.tasks.extensions", "4.5.4", "lib", "netstandard2.0", "System.Threading.Tasks.Extensions.dll"))
            .Append(Path.Combine(
                RepositoryRoot.Path, "src", "Telemetry.Core", "bin", Configuration, "netstandard2.0", "Telemetry.Core.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static string Configuration => Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;

    private static bool IsOfThePlatform(string file) =>
        file is "mscorlib.dll" or "netstandard.dll"
        || (file.StartsWith("System.", StringComparison.Ordinal) && !file.StartsWith("System.Composition", StringComparison.Ordinal));

    // Both are packages of the netstandard2.0 build of Core.
    private static string InPackage(params string[] path) => Path.Combine(
        [
            typeof(Platform).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PackageRoot").Value!,
            .. path,
        ]);
}
