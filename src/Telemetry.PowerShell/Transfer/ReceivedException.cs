using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An exception of another process, as the metadata of an event that came from there contain it.</summary>
public sealed class ReceivedException : RemoteException
{
    private readonly string _text;

    internal ReceivedException(string typeName, string message, string text)
        : base(message)
    {
        TypeName = typeName;
        _text = text;
    }

    /// <summary>The full name of the exception's type in the other process.</summary>
    public string TypeName { get; }

    /// <summary>Returns the text of the exception in the other process, with its stack there.</summary>
    public override string ToString() => _text;
}
