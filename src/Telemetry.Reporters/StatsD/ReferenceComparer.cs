using System.Runtime.CompilerServices;

namespace Telemetry.Reporters;

/// <summary>Compares the lists of tag values of a metric's series, each of which is one object.</summary>
internal sealed class ReferenceComparer : IEqualityComparer<IReadOnlyList<string>>
{
    internal static readonly ReferenceComparer Instance = new();

    private ReferenceComparer()
    {
    }

    public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => ReferenceEquals(x, y);

    public int GetHashCode(IReadOnlyList<string> obj) => RuntimeHelpers.GetHashCode(obj);
}
