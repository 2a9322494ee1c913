using System.Globalization;

namespace Telemetry.Tests.Support;

/// <summary>Changes the culture of the thread until it is disposed.</summary>
internal sealed class OtherCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    internal OtherCulture(string name)
    {
        CultureInfo.CurrentCulture = new CultureInfo(name);
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
