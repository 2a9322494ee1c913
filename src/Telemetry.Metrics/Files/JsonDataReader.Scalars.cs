using System.Globalization;
using System.Text;

namespace Telemetry.Metrics;

/// <content>Strings and numbers.</content>
internal sealed partial class JsonDataReader
{
    private string ReadString()
    {
        _position++;
        var text = new StringBuilder();
        while (Current != '"')
        {
            char c = Current;
            if (IsAtEnd)
            {
                throw Error("a string has no end. Write a double quote after it.");
            }

            if (c < ' ')
            {
                throw Error("a string contains a line break or another control character. Write it as an escape, such as \\n.");
            }

            _position++;
            text.Append(c == '\\' ? ReadEscape() : c);
        }

        _position++;
        string result = text.ToString();
        return !_allowsHalves && TagText.HasHalf(result)
            ? throw Error("a string contains half of a character (a lone surrogate).")
            : result;
    }

    private char ReadEscape()
    {
        char c = Current;
        _position += IsAtEnd ? 0 : 1;
        return c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadCode(),
            _ => throw Error("a string contains an unknown escape. Write a backslash as \\\\."),
        };
    }

    private char ReadCode()
    {
        string digits = _text.Substring(_position, Math.Min(4, _text.Length - _position));
        _position += digits.Length;
        return digits.Length == 4
            && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
                ? (char)code
                : throw Error("\\u is not followed by four hexadecimal digits.");
    }

    private object ReadNumber()
    {
        int start = _position;
        bool isInteger = true;
        _position += Current == '-' ? 1 : 0;
        if (Current == '0')
        {
            _position++;
        }
        else
        {
            SkipDigits();
        }

        if (Current == '.')
        {
            isInteger = false;
            _position++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            isInteger = false;
            _position++;
            _position += Current is '+' or '-' ? 1 : 0;
            SkipDigits();
        }

        string text = _text.Substring(start, _position - start);
        if (isInteger && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return integer;
        }

        // .NET Framework refuses a number that is too large, and .NET returns infinity.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsInfinity(number)
            ? number
            : throw Error($"the number {MetricErrors.Printable(text)} is too large.");
    }

    private void SkipDigits()
    {
        if (Current is < '0' or > '9')
        {
            throw Unexpected("a digit");
        }

        while (Current is >= '0' and <= '9')
        {
            _position++;
        }
    }
}
