import sys

from generator.bench import main

if __name__ == "__main__":
    sys.exit(main())
