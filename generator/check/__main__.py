import sys

from generator.check import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
